package io.sextant.app.platform.rest;

import io.sextant.app.platform.ui.Messages;
import java.time.Clock;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.web.servlet.LocaleResolver;
import tools.jackson.databind.json.JsonMapper;

/// Puts what the API shares around it.
@Configuration(proxyBeanMethods = false)
class RestConfiguration {
    @Bean
    Problems problems(Messages messages, LocaleResolver localeResolver, JsonMapper json) {
        return new Problems(messages, localeResolver, json);
    }

    @Bean
    ApiErrors apiErrors(Problems problems) {
        return new ApiErrors(problems);
    }

    /// Right after the filter that names the request, before all others: what they throw is answered here.
    @Bean
    FilterRegistrationBean<ApiErrors> apiErrorsFilter(ApiErrors errors) {
        var registration = new FilterRegistrationBean<>(errors);
        registration.addUrlPatterns("/api/*", "/hooks/*");
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return registration;
    }

    /// Added after Boot's own, so that it is asked first.
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> bareErrors(Problems problems) {
        return factory -> factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new BareErrors(problems)));
    }

    /// After the filters of Spring Security, which say whose key it is.
    @Bean
    FilterRegistrationBean<Idempotency> idempotency(
            JdbcClient jdbc, PlatformTransactionManager transactions, Problems problems, Clock clock) {
        var registration = new FilterRegistrationBean<>(new Idempotency(jdbc, transactions, problems, clock));
        registration.addUrlPatterns("/api/v1/*");
        registration.setOrder(Ordered.LOWEST_PRECEDENCE - 10);
        return registration;
    }
}
