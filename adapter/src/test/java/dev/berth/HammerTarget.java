package dev.berth;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** H2 in memory for the many rounds, PostgreSQL for the truth of them. */
enum HammerTarget {
    H2(10_000, 10_000),
    POSTGRESQL(1_000, 500);

    private static final String NAME = "berth-second-" + ProcessHandle.current().pid();

    final int rounds;
    final int connects;

    HammerTarget(int rounds, int connects) {
        this.rounds = rounds;
        this.connects = connects;
    }

    JdbcManagedConnectionFactory factory() {
        if (this == POSTGRESQL) {
            var factory = TestPostgres.factory();
            factory.setDriverProperties("ApplicationName=" + NAME);
            return factory;
        }
        var factory = new JdbcManagedConnectionFactory();
        factory.setDataSourceClass("org.h2.jdbcx.JdbcDataSource");
        factory.setConnectionURL("jdbc:h2:mem:second;DB_CLOSE_DELAY=-1");
        factory.setUserName("sa");
        factory.setPassword("");
        return factory;
    }

    private Connection plain() throws SQLException {
        return this == POSTGRESQL
                ? TestPostgres.plain()
                : DriverManager.getConnection("jdbc:h2:mem:second;DB_CLOSE_DELAY=-1", "sa", "");
    }

    void table() throws SQLException {
        try (var plain = plain()) {
            Lease.run(plain, "CREATE TABLE IF NOT EXISTS hammered(i int)", "TRUNCATE TABLE hammered");
        }
    }

    String count() throws SQLException {
        try (var plain = plain()) {
            return Lease.one(plain, "SELECT count(*) FROM hammered");
        }
    }

    void nothingLeft() throws Exception {
        if (this == POSTGRESQL) {
            Until.equal(
                    List.of(),
                    () -> TestPostgres.column(
                            "SELECT pid FROM pg_stat_activity WHERE application_name = '" + NAME + "'"));
            return;
        }
        try (var plain = plain()) {
            Until.equal("1", () -> Lease.one(plain, "SELECT count(*) FROM INFORMATION_SCHEMA.SESSIONS"));
        }
    }
}
