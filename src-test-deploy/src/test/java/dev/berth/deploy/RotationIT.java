package dev.berth.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A password that changes in the database and then in the file that the pool has it from, while the pool works. */
@ExtendWith(ArquillianExtension.class)
@ServerSetup(RotationIT.Adapter.class)
@RunAsClient
class RotationIT {

    private static final String ROLE = "rotated";
    private static final int CLIENTS = 8;
    private static final int TIMES = 3;

    static final class Adapter extends AdapterSetup {

        @Override
        void add(Pools pools) throws Exception {
            Database.bank().execute("create role " + ROLE + " login");
            Database.bank().execute("grant all on notes to " + ROLE);
            var secret = UUID.randomUUID().toString();
            alter(secret);
            write(secret);
            pools.pool(
                    ROLE,
                    Database.bank()
                            .properties("userName", ROLE, "password", "#{file:" + file() + "}", "maxLifetime", "1"));
        }
    }

    @Deployment(testable = false)
    static WebArchive application() {
        return DeedApp.war();
    }

    private static Path file() {
        return Path.of(System.getProperty("berth.it.work"), "password-of-" + ROLE);
    }

    private static void alter(String secret) throws SQLException {
        Database.bank().execute("alter role " + ROLE + " password '" + secret + "'");
    }

    private static void write(String secret) throws IOException {
        var fresh = Files.writeString(file().resolveSibling(file().getFileName() + ".new"), secret + "\n");
        Files.move(fresh, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** First in the database, then in the file: in between, somebody comes with the old one. */
    private static void rotate() throws Exception {
        long mark = Database.bank().logMark();
        var secret = UUID.randomUUID().toString();
        alter(secret);
        Await.until("a login with the old password", () -> Database.bank().refusalsSince(mark, ROLE) > 0);
        write(secret);
    }

    @Test
    void a_rotated_password_loses_no_transaction() throws Exception {
        try (var load = Load.start(ROLE, CLIENTS)) {
            load.awaitAll();
            for (int i = 0; i < TIMES; i++) {
                rotate();
                int before = load.backends().size();
                Await.until(
                        "each place of the pool has a session with the new password",
                        () -> load.backends().size(),
                        now -> now >= before + CLIENTS);
            }
            load.close();
            assertEquals(List.of(), load.failures());
            System.out.println(TIMES + " rotations: " + load.successes() + " transactions, "
                    + load.backends().size() + " backends, no failure");
        }
    }
}
