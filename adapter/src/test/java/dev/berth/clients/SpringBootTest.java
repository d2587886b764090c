package dev.berth.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.PooledDataSource;
import dev.berth.PooledDataSourceBean;
import dev.berth.TestPostgres;
import dev.berth.Until;
import dev.berth.config.ConfigException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Spring Boot, with the data source that it makes of application.properties, and Flyway over it. */
class SpringBootTest {

    private static final String LOGGING = "org.springframework.boot.logging.LoggingSystem";
    private static final String SCHEMA = "clients_boot";

    /** An application without anything of its own. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Shop {}

    /** One that makes the data source itself, to say more than fits into a URL. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class OwnBean {

        @Bean
        @ConfigurationProperties("spring.datasource.berth")
        PooledDataSourceBean orders(DataSourceProperties properties) {
            return properties
                    .initializeDataSourceBuilder()
                    .type(PooledDataSourceBean.class)
                    .build();
        }
    }

    @TempDir
    private Path folder;

    @BeforeEach
    void quietly() throws Exception {
        System.setProperty(LOGGING, "none"); // the tests' own stays as it is
        ClientPool.schema("boot");
        var migrations = Files.createDirectory(folder.resolve("migrations"));
        Files.writeString(
                migrations.resolve("V1__stock.sql"), "CREATE TABLE stock(item int PRIMARY KEY, n int CHECK (n >= 0));");
        Files.writeString(migrations.resolve("V2__tea.sql"), "INSERT INTO stock VALUES (7, 5);");
    }

    @AfterEach
    void loudly() {
        System.clearProperty(LOGGING);
        TestPostgres.asSuperuser("DROP SCHEMA " + SCHEMA + " CASCADE");
    }

    /** As the README has it, for this database. */
    private Properties settings() throws Exception {
        var secret = Files.writeString(folder.resolve("secret"), TestPostgres.PASSWORD);
        var settings = new Properties();
        settings.load(new StringReader(Readme.block("Spring Boot", "properties")
                .replace(
                        "jdbc:postgresql://localhost/orders?",
                        TestPostgres.url() + "?pool.schema=" + SCHEMA + "&pool.poolName=" + SCHEMA + "&")
                .replace("username=orders", "username=" + TestPostgres.USER)
                .replace("/run/secrets/orders", secret.toString())));
        settings.setProperty("spring.flyway.locations", "filesystem:" + folder.resolve("migrations"));
        settings.setProperty("spring.main.banner-mode", "off");
        return settings;
    }

    private static ConfigurableApplicationContext run(Class<?> application, Properties settings) {
        var spring = new SpringApplication(application);
        spring.setWebApplicationType(WebApplicationType.NONE);
        spring.setRegisterShutdownHook(false);
        spring.setDefaultProperties(settings);
        return spring.run();
    }

    @Test
    void an_application_with_five_properties_migrates_and_works() throws Exception {
        PooledDataSource pool;
        try (var context = run(Shop.class, settings())) {
            var source = assertInstanceOf(PooledDataSourceBean.class, context.getBean(DataSource.class));
            pool = source.unwrap(PooledDataSource.class);
            var jdbc = new JdbcTemplate(source);
            assertEquals(1, jdbc.update("UPDATE stock SET n = n - 1 WHERE item = 7"));
            assertEquals(4, jdbc.queryForObject("SELECT n FROM stock", Integer.class));
            assertEquals("2", jdbc.queryForObject("SELECT count(*)::text FROM flyway_schema_history", String.class));
            Until.equal(8, () -> pool.snapshot().size());
            ClientPool.requireClean(pool, SCHEMA);
        }
        Until.equal(
                List.of(),
                () -> TestPostgres.column(
                        "SELECT pid FROM pg_stat_activity WHERE application_name = '" + SCHEMA + "'"));
        assertEquals(0, pool.snapshot().size());
    }

    @Test
    void a_bean_of_ones_own_is_told_by_properties() throws Exception {
        var settings = settings();
        settings.setProperty("spring.datasource.berth.properties.minimumIdle", "1");
        settings.setProperty("spring.datasource.berth.properties.maxLifetime", "10m");
        try (var context = run(OwnBean.class, settings)) {
            var pool = context.getBean(DataSource.class).unwrap(PooledDataSource.class);
            assertTrue(pool.snapshot().opened() >= 1);
            ClientPool.requireClean(pool, SCHEMA);
        }
    }

    @Test
    void what_cannot_be_used_stops_the_application_and_is_named() throws Exception {
        var settings = settings();
        settings.setProperty("spring.datasource.url", TestPostgres.url() + "?pool.maximumPoolsize=8");
        var failed = assertThrows(
                RuntimeException.class, () -> run(Shop.class, settings).close());
        Throwable cause = failed;
        while (cause.getCause() != null && !(cause instanceof ConfigException)) {
            cause = cause.getCause();
        }
        assertTrue(
                assertInstanceOf(ConfigException.class, cause).getMessage().contains("did you mean maximumPoolSize"),
                cause::getMessage);
        assertFalse(failed.getMessage().contains(TestPostgres.PASSWORD));
    }
}
