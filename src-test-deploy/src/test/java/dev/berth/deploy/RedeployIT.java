package dev.berth.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.Obligation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an undeployment leaves behind in a server that lives on: nothing. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@Obligation({20, 74})
class RedeployIT {

    private static final String ID = "again";
    private static final int TIMES = 10;

    private final Management management = Management.connect();
    private final Database bank = Database.bank();

    @BeforeEach
    void configure() {
        Pools.create(management, ID, Deployments.RAR).pool(ID, bank, "min-pool-size", 2, "pool-prefill", true);
    }

    @AfterEach
    void remove() {
        Pools.remove(management, ID);
        management.close();
    }

    private void useAndUndeploy() throws Exception {
        management.deploy(Deployments.rar());
        assertEquals("ok " + bank.user() + " in bank", Probe.once(management, "java:/jdbc/" + ID));
        management.undeploy(Deployments.RAR);
    }

    @Test
    void no_session_is_left() throws Exception {
        useAndUndeploy();
        Await.until("the end of all sessions", bank::sessions, sessions -> sessions == 0);
    }

    @Test
    void no_thread_is_left() throws Exception {
        useAndUndeploy();
        Await.until("the end of all threads", this::threads, threads -> threads == 0);
    }

    /** The JDK's support for records remembers the last class loaders that it served: so a few, but not ten. */
    @Test
    void ten_times_do_not_grow() throws Exception {
        useAndUndeploy();
        long before = classLoaders();
        for (int i = 0; i < TIMES; i++) {
            useAndUndeploy();
        }
        Await.until("the end of the class loaders", this::classLoaders, loaders -> loaders <= before + 2);
    }

    private long threads() throws IOException {
        return server("Thread.print")
                .lines()
                .filter(line -> line.contains("PostgreSQL-JDBC")
                        || line.contains("org.postgresql.")
                        || line.contains("dev.berth."))
                .count();
    }

    private long classLoaders() throws IOException {
        server("GC.run");
        return server("VM.class_hierarchy", "dev.berth.JdbcResourceAdapter")
                .lines()
                .filter(line -> line.contains("dev.berth.JdbcResourceAdapter"))
                .count();
    }

    /** What the server's virtual machine says of itself. */
    private static String server(String... command) throws IOException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var all = new java.util.ArrayList<>(java.util.List.of(jcmd, String.valueOf(pid())));
        all.addAll(java.util.List.of(command));
        var process = new ProcessBuilder(all).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Arquillian started the server as a child of this process. */
    private static long pid() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().arguments().stream()
                        .flatMap(java.util.Arrays::stream)
                        .anyMatch("org.jboss.as.standalone"::equals))
                .findFirst()
                .orElseThrow()
                .pid();
    }
}
