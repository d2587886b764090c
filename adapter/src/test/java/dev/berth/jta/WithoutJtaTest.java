package dev.berth.jta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.Lease;
import dev.berth.PooledDataSource;
import dev.berth.TestPostgres;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.SQLException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who has no transaction manager needs not even its interfaces. */
@Timeout(60)
class WithoutJtaTest {

    @Test
    void a_pool_without_a_transaction_manager_runs_without_its_interfaces() throws Exception {
        var jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("jakarta.transaction-api") && !entry.contains("narayana"))
                .map(entry -> url(new File(entry)))
                .toArray(URL[]::new);
        try (var classes = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader())) {
            assertThrows(
                    ClassNotFoundException.class, () -> classes.loadClass("jakarta.transaction.TransactionManager"));
            var program = classes.loadClass(Program.class.getName());
            assertEquals(
                    "7 by " + classes, program.getMethod("run", String.class).invoke(null, TestPostgres.url()));
        }
    }

    /** As an application's: it is linked, not asked for its methods. */
    public static final class Program {

        private Program() {}

        public static String run(String url) throws SQLException {
            try (var source = PooledDataSource.builder()
                    .url(url)
                    .user(TestPostgres.USER)
                    .password(TestPostgres.PASSWORD)
                    .build()) {
                int seven = source.inTransaction(connection -> Integer.valueOf(Lease.one(connection, "SELECT 7")));
                return seven + " by " + source.getClass().getClassLoader();
            }
        }
    }

    private static URL url(File entry) {
        try {
            return URI.create(entry.toURI().toString()).toURL();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
