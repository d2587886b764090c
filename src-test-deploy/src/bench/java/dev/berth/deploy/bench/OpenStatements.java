package dev.berth.deploy.bench;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import javax.sql.DataSource;

/** Opens many statements on one connection, and has all of them closed. Nothing of it goes to the database. */
record OpenStatements(DataSource source, int count, boolean oneByOne) {

    private static final int AT_LEAST = 20_000;
    private static final int TIMES = 21;

    /** The median of the nanoseconds that it takes, after as long a warm-up. */
    double nanos() throws SQLException {
        int times = Math.max(TIMES, AT_LEAST / count);
        var nanos = new long[times];
        for (int i = 0; i < 2 * times; i++) {
            long start = System.nanoTime();
            once();
            nanos[i % times] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[times / 2];
    }

    private void once() throws SQLException {
        var open = new PreparedStatement[count];
        try (var connection = source.getConnection()) {
            for (int i = 0; i < count; i++) {
                open[i] = connection.prepareStatement("SELECT v FROM acct WHERE id = ?");
            }
            if (oneByOne) {
                for (var statement : open) {
                    statement.close();
                }
            }
        }
        if (!open[count - 1].isClosed()) {
            throw new SQLException("a statement outlives its connection");
        }
    }
}
