package dev.berth.bench;

import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;
import org.vibur.dbcp.ViburDBCPDataSource;

/**
 * The other pools, as near to each other as their knobs allow: minimum, maximum and initial size the same, no
 * validation on borrow, no leak detection, no statement cache, no statistics, autocommit on, waiters wait a minute.
 * Whatever else they do by default they do here too.
 */
final class Peers {

    private static final int MINUTE = 60_000;

    private Peers() {}

    /** HikariCP. */
    static final class Hikari implements Candidate {
        private HikariDataSource pool = new HikariDataSource();

        @Override
        public String name() {
            return "hikari";
        }

        @Override
        public String settings() {
            return "keepaliveTime=0, maxLifetime=0, idleTimeout=0; asks what was idle for 500 ms (fixed by default)";
        }

        @Override
        public DataSource open(String url, int size) {
            var config = new HikariConfig();
            config.setJdbcUrl(url);
            config.setMaximumPoolSize(size);
            config.setMinimumIdle(size);
            config.setConnectionTimeout(MINUTE);
            config.setKeepaliveTime(0);
            config.setMaxLifetime(0);
            config.setIdleTimeout(0);
            pool = new HikariDataSource(config);
            return pool;
        }

        @Override
        public void close() {
            pool.close();
        }
    }

    /** commons-dbcp2. */
    static final class Dbcp2 implements Candidate {
        private final BasicDataSource pool = new BasicDataSource();

        @Override
        public String name() {
            return "dbcp2";
        }

        @Override
        public String settings() {
            return "testOnBorrow=false; rollbackOnReturn=true (default)";
        }

        @Override
        public DataSource open(String url, int size) throws SQLException {
            pool.setUrl(url);
            pool.setInitialSize(size);
            pool.setMinIdle(size);
            pool.setMaxIdle(size);
            pool.setMaxTotal(size);
            pool.setMaxWait(Duration.ofMillis(MINUTE));
            pool.setTestOnBorrow(false);
            pool.getConnection().close();
            return pool;
        }

        @Override
        public void close() throws SQLException {
            pool.close();
        }
    }

    /** Tomcat's. */
    static final class Tomcat implements Candidate {
        private org.apache.tomcat.jdbc.pool.DataSource pool = new org.apache.tomcat.jdbc.pool.DataSource();

        @Override
        public String name() {
            return "tomcat";
        }

        @Override
        public String settings() {
            return "jmxEnabled=false, fairQueue=true (default); does not restore autocommit (default)";
        }

        @Override
        public DataSource open(String url, int size) throws SQLException {
            var config = new PoolProperties();
            config.setUrl(url);
            config.setDriverClassName(
                    url.startsWith(StubDriver.URL) ? StubDriver.class.getName() : "org.postgresql.Driver");
            config.setInitialSize(size);
            config.setMinIdle(size);
            config.setMaxIdle(size);
            config.setMaxActive(size);
            config.setMaxWait(MINUTE);
            config.setTestOnBorrow(false);
            config.setJmxEnabled(false);
            pool = new org.apache.tomcat.jdbc.pool.DataSource(config);
            pool.createPool();
            return pool;
        }

        @Override
        public void close() {
            pool.close();
        }
    }

    /** Vibur. */
    static final class Vibur implements Candidate {
        private final ViburDBCPDataSource pool = new ViburDBCPDataSource();

        @Override
        public String name() {
            return "vibur";
        }

        @Override
        public String settings() {
            return "connectionIdleLimitInSeconds=-1, statementCacheMaxSize=0, poolFair=true (default), logging of slow"
                    + " calls off; does not restore autocommit (default)";
        }

        @Override
        public DataSource open(String url, int size) {
            pool.setJdbcUrl(url);
            pool.setUsername("postgres");
            pool.setPassword("");
            pool.setPoolInitialSize(size);
            pool.setPoolMaxSize(size);
            pool.setConnectionTimeoutInMs(MINUTE);
            pool.setConnectionIdleLimitInSeconds(-1);
            pool.setStatementCacheMaxSize(0);
            pool.setLogConnectionLongerThanMs(-1);
            pool.setLogQueryExecutionLongerThanMs(-1);
            pool.setCollectQueryStatistics(-1);
            pool.setLogLargeResultSet(-1);
            pool.setEnableJMX(false);
            pool.start();
            return pool;
        }

        @Override
        public void close() {
            pool.terminate();
        }
    }

    /** c3p0. */
    static final class C3p0 implements Candidate {
        private final ComboPooledDataSource pool = new ComboPooledDataSource();

        @Override
        public String name() {
            return "c3p0";
        }

        @Override
        public String settings() {
            return "maxStatements=0, numHelperThreads=3 (default), forceSynchronousCheckins=false (default)";
        }

        @Override
        public DataSource open(String url, int size) throws SQLException {
            pool.setJdbcUrl(url);
            pool.setInitialPoolSize(size);
            pool.setMinPoolSize(size);
            pool.setMaxPoolSize(size);
            pool.setCheckoutTimeout(MINUTE);
            pool.setTestConnectionOnCheckout(false);
            pool.getConnection().close();
            return pool;
        }

        @Override
        public void close() {
            pool.close();
        }
    }
}
