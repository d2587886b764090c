package dev.berth.bench;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One thread over the stub driver: what a pool costs the code that borrows, while nobody is in its way. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OneThread {

    private static final int SIZE = 8;
    private static final String SQL = "SELECT v FROM t WHERE id = ?";

    @Param("floor-tl")
    public String pool = "";

    private Candidate candidate;
    private DataSource source;

    /** Opens the candidate. */
    @Setup(Level.Trial)
    public void open() throws Exception {
        Candidates.quiet();
        candidate = Candidates.of(pool);
        source = candidate.open(StubDriver.URL, SIZE);
    }

    /** Closes it. */
    @TearDown(Level.Trial)
    public void close() throws SQLException {
        candidate.close();
    }

    /** Borrow and return. */
    @Benchmark
    public Object cycle(CpuMeter meter) throws SQLException {
        meter.ops++;
        var connection = source.getConnection();
        connection.close();
        return connection;
    }

    /** Borrow, prepare, query, read a row, close all. */
    @Benchmark
    public int request(CpuMeter meter) throws SQLException {
        meter.ops++;
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement(SQL)) {
            statement.setInt(1, 1);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    /** The same in a transaction of its own. */
    @Benchmark
    public int requesttx(CpuMeter meter) throws SQLException {
        meter.ops++;
        try (var connection = source.getConnection()) {
            connection.setAutoCommit(false);
            int value;
            try (var statement = connection.prepareStatement(SQL)) {
                statement.setInt(1, 1);
                try (var rows = statement.executeQuery()) {
                    rows.next();
                    value = rows.getInt(1);
                }
            }
            connection.commit();
            return value;
        }
    }
}
