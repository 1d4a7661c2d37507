package io.sextant.app.platform.ui;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import java.time.Clock;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ViewResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/// Puts the pages together.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(UiSettings.class)
class UiConfiguration {
    @Bean
    Messages messages(UiSettings settings) {
        var formats = new EnumMap<Lang, Formats>(Lang.class);
        for (var lang : Lang.values()) {
            formats.put(lang, new Formats(lang, settings.zoneOrServer()));
        }
        return Messages.load(formats, settings.strictMessages());
    }

    @Bean
    Assets assets() {
        return new Assets();
    }

    @Bean
    SimpleUrlHandlerMapping assetsMapping(Assets assets) {
        return new SimpleUrlHandlerMapping(Map.of(Assets.ROOT + "**", assets), Ordered.HIGHEST_PRECEDENCE);
    }

    @Bean
    Visitor visitor(ObjectProvider<SignedInUser> accounts) {
        return new Visitor(accounts);
    }

    /// Named as Spring looks it up, so that every face of Sextant speaks the same language to the same reader.
    @Bean
    Preferences localeResolver(Visitor visitor) {
        return new Preferences(visitor);
    }

    @Bean
    UiMaker uiMaker(
            Messages messages,
            Assets assets,
            Preferences preferences,
            Visitor visitor,
            List<NavEntry> entries,
            ObjectProvider<Bell> bell,
            ObjectProvider<Clock> clock) {
        var sorted = entries.stream()
                .sorted(Comparator.comparing(NavEntry::section).thenComparing(NavEntry::order))
                .toList();
        return new UiMaker(new Ui.Kit(
                messages,
                assets,
                new Icons(),
                preferences,
                visitor,
                sorted,
                bell,
                clock.getIfAvailable(Clock::systemUTC)));
    }

    @Bean
    TemplateEngine templates() {
        return TemplateEngine.createPrecompiled(ContentType.Html);
    }

    @Bean
    ViewResolver jteViews(TemplateEngine templates, UiMaker maker) {
        return new JteViews(templates, maker);
    }

    @Bean
    FilterRegistrationBean<Correlation> correlation() {
        var registration = new FilterRegistrationBean<>(new Correlation());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    WebMvcConfigurer uiInPages(UiMaker maker, ErrorPages errors) {
        return new WebMvcConfigurer() {
            @Override
            public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
                // After what a room handles itself, before Spring's own, which know no words.
                resolvers.add(Math.min(1, resolvers.size()), errors);
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(maker);
            }
        };
    }
}
