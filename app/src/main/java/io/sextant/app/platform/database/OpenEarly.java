package io.sextant.app.platform.database;

import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/// Locks the data folder and begins to start our own PostgreSQL before the rooms are made: a folder in use is
/// refused at once, and the server comes up while they are. Found by Spring Boot in `META-INF/spring.factories`.
final class OpenEarly implements ApplicationListener<ApplicationContextInitializedEvent> {
    @Override
    public void onApplicationEvent(ApplicationContextInitializedEvent event) {
        GenericApplicationContext context = (GenericApplicationContext) event.getApplicationContext();
        if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
            // The build asks which parts there are; these two are made here, at the start.
            context.registerBean("dataFolder", DataFolder.class, OpenEarly::madeAtStart);
            context.registerBean("openedDatabase", OpenedDatabase.class, OpenEarly::madeAtStart);
            return;
        }
        Environment settings = context.getEnvironment();
        Binder binder = Binder.get(settings);
        DataSettings data = binder.bindOrCreate("sextant", DataSettings.class);
        boolean command = StringUtils.hasText(settings.getProperty("sextant.command"));
        DataFolder folder = command ? DataFolder.lockOrJoin(data.data()) : DataFolder.lock(data.data());
        context.registerBean("dataFolder", DataFolder.class, () -> folder);
        OpenedDatabase database = isEmbedded(settings)
                ? OpenedDatabase.begin(folder, binder.bindOrCreate("sextant.database", DatabaseSettings.class))
                : OpenedDatabase.external(folder, external(settings));
        // The lock is let go of last.
        context.registerBean(
                "openedDatabase",
                OpenedDatabase.class,
                () -> database,
                definition -> definition.setDependsOn("dataFolder"));
        // Closing the context closes these beans; the handler covers a stop before the context has made them.
        SpringApplication.getShutdownHandlers().add(() -> {
            database.close();
            folder.close();
        });
    }

    private static void madeAtStart(BeanDefinition definition) {
        definition.setAttribute(BeanRegistrationAotProcessor.IGNORE_REGISTRATION_ATTRIBUTE, true);
    }

    private static EmbeddedPostgres.Address external(Environment settings) {
        return new EmbeddedPostgres.Address(
                settings.getRequiredProperty("spring.datasource.url"),
                settings.getProperty("spring.datasource.username", ""),
                settings.getProperty("spring.datasource.password", ""));
    }

    /// Whether no address of another database is given; an empty one counts as none.
    static boolean isEmbedded(Environment settings) {
        return !StringUtils.hasText(settings.getProperty("spring.datasource.url"));
    }
}
