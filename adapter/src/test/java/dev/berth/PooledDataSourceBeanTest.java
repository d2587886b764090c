package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.config.ConfigException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Properties;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The pool as a bean: told by setters, started by its first use. */
class PooledDataSourceBeanTest {

    private static Properties properties(String name, String value) {
        var properties = new Properties();
        properties.setProperty(name, value);
        return properties;
    }

    private static PooledDataSourceBean bean() {
        var bean = new PooledDataSourceBean();
        bean.setUrl(TestPostgres.url() + "?pool.minimumIdle=0");
        bean.setUsername(TestPostgres.USER);
        bean.setPassword(TestPostgres.PASSWORD);
        bean.setDriverClassName("org.postgresql.Driver");
        return bean;
    }

    @Test
    void its_first_use_starts_it_and_its_end_closes_it() throws Exception {
        var bean = bean();
        assertTrue(bean.toString().contains("not started"), bean::toString);
        assertEquals(TestPostgres.url(), bean.getUrl());
        assertEquals(TestPostgres.USER, bean.getUsername());
        try (bean;
                var connection = bean.getConnection();
                var other = bean.getConnection(TestPostgres.OTHER_USER, TestPostgres.OTHER_PASSWORD)) {
            assertEquals(TestPostgres.USER, Lease.one(connection, "SELECT current_user"));
            assertEquals(TestPostgres.OTHER_USER, Lease.one(other, "SELECT current_user"));
            assertEquals(1, bean.unwrap(PooledDataSource.class).snapshot().lent());
            assertFalse(bean.toString().contains(TestPostgres.PASSWORD), bean::toString);
            assertEquals(10, bean.getLoginTimeout());
        }
        assertEquals(
                "08003", assertThrows(SQLException.class, bean::getConnection).getSQLState());
    }

    @Test
    void it_is_what_it_wraps_without_being_started() throws Exception {
        try (var bean = bean()) {
            assertTrue(bean.isWrapperFor(PooledDataSource.class) && bean.isWrapperFor(JdbcDataSource.class));
            assertTrue(bean.isWrapperFor(DataSource.class) && !bean.isWrapperFor(String.class));
            assertSame(bean, bean.unwrap(PooledDataSourceBean.class));
            assertTrue(bean.toString().contains("not started"), bean::toString);
        }
    }

    @Test
    void what_cannot_be_used_is_refused_by_its_setter_and_nothing_is_kept_of_it() throws Exception {
        try (var bean = bean()) {
            var unknown = properties("maxPoolSize", "3");
            assertEquals(
                    "maxPoolSize",
                    assertThrows(ConfigException.class, () -> bean.setProperties(unknown))
                            .property());
            var twice = properties("jdbcUrl", "jdbc:postgresql://elsewhere/db");
            assertTrue(assertThrows(ConfigException.class, () -> bean.setProperties(twice))
                    .getMessage()
                    .contains("says the same as"));
            assertThrows(ConfigException.class, () -> bean.setDriverClassName("no.such.Driver"));
            assertThrows(ConfigException.class, () -> bean.setUrl("jdbc:postgresql://host/db?pool.order=random"));
            bean.getConnection().close();
        }
    }

    @Test
    void what_only_all_settings_together_tell_is_refused_by_the_first_use() throws Exception {
        try (var bean = bean()) {
            bean.setProperties(properties("maximumPoolSize", "0"));
            var refused = assertThrows(SQLNonTransientConnectionException.class, bean::getConnection);
            assertTrue(refused.getMessage().startsWith("maximumPoolSize: 0 is not"), refused::getMessage);
            bean.setProperties(properties("maximumPoolSize", "1"));
            bean.getConnection().close();
        }
        try (var told = new PooledDataSourceBean()) {
            assertNull(told.getUrl());
            var refused = assertThrows(SQLException.class, told::getConnection);
            assertTrue(refused.getMessage().contains("connectionURL"), refused::getMessage);
        }
    }

    @Test
    void nothing_is_told_to_one_that_has_started_or_is_closed() throws Exception {
        var bean = bean();
        bean.getConnection().close();
        assertTrue(assertThrows(IllegalStateException.class, () -> bean.setUsername("other"))
                .getMessage()
                .contains("started"));
        bean.close();
        assertTrue(assertThrows(IllegalStateException.class, () -> bean.setUrl("jdbc:postgresql://other/db"))
                .getMessage()
                .contains("closed"));
        var unused = bean();
        unused.close();
        assertEquals(
                "08003", assertThrows(SQLException.class, unused::getConnection).getSQLState());
    }
}
