package dev.berth.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.demo.WildFly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The lines under "Deploy on your WildFly" in the README, run as they stand there on a WildFly as it comes. Replaced are these literals only:
 * the database's URL, its user ({@code orders}) and its password ({@code secret}), each as a whole word or value, and
 * the archive's path.
 */
class ReadmeIT {

    private static final String HEADING = "Deploy on your WildFly";
    private static final String URL = "jdbc:postgresql://localhost:5432/orders";
    private static final String RAR = "adapter/target/berth-0.1.0-SNAPSHOT-ra.rar";
    private static final String JNDI = "java:/jdbc/orders";
    private static final Pattern BLOCK = Pattern.compile("```jboss-cli\\R(.*?)```", Pattern.DOTALL);

    /** A row about a setting: the setting, and three ratios. */
    private static final Pattern MEASURED =
            Pattern.compile("^\\| `[a-z-]+=\\w+` (\\| [0-9.]+ \\([0-9.]+\\) ){3}\\|", Pattern.MULTILINE);

    private static final Path ROOT = Path.of(System.getProperty("berth.it.root"));
    private static final Path WORK = Path.of(System.getProperty("berth.it.work"));

    @Test
    void the_lines_of_the_readme_give_a_working_data_source() throws Exception {
        var database = Database.bank();
        var home = Path.of(System.getProperty("berth.it.wildfly"));
        try (var server = WildFly.of(home, WORK.resolve("readme-server")).build()) {
            server.start(Duration.ofMinutes(3));
            run(forTheTest(lines(), database), server.managementPort());
            try (var management = Management.connect(server.managementPort())) {
                assertEquals("ok " + database.user() + " in bank", Probe.once(management, server.httpPort(), JNDI));
            }
        }
    }

    @Test
    void what_the_servers_settings_do_is_told_as_it_was_measured_last() throws IOException {
        var measured = MEASURED.matcher(Files.readString(ROOT.resolve("src-test-deploy/BENCHMARKS.md")))
                .results()
                .map(row -> row.group())
                .toList();
        var told = MEASURED.matcher(section()).results().map(row -> row.group()).toList();
        assertEquals(measured, told);
        assertFalse(told.isEmpty(), "README.md has no table of settings below '" + HEADING + "'");
    }

    private static String section() throws IOException {
        var readme = Files.readString(ROOT.resolve("README.md"));
        var section = Pattern.compile("^## " + HEADING + "$(.*?)(?=^## |\\z)", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(readme);
        assertTrue(section.find(), "README.md has no section '" + HEADING + "'");
        return section.group(1);
    }

    /** All such blocks of the section, one after the other. */
    private static String lines() throws IOException {
        var lines =
                BLOCK.matcher(section()).results().map(block -> block.group(1)).toList();
        assertFalse(lines.isEmpty(), "README.md has no ```jboss-cli block below '" + HEADING + "'");
        return String.join("", lines);
    }

    private static String forTheTest(String lines, Database database) throws IOException {
        for (var literal : new String[] {URL, RAR, JNDI, "orders", "secret"}) {
            assertTrue(lines.contains(literal), "the README's lines do not hold " + literal);
        }
        var rar = ROOT.resolve(RAR).toRealPath();
        // only as a value: as part of a name both words stay
        return lines.replace(URL, database.url())
                .replace(RAR, rar.toString())
                .replaceAll("=\"?orders\"?(?=[,)])", "=\"" + database.user() + "\"")
                .replaceAll("=\"?secret\"?(?=[,)])", "=\"" + database.password() + "\"");
    }

    /** As a reader would: by the CLI of the server, connected to it; exit code 0 means that no line failed. */
    private static void run(String lines, int port) throws IOException, InterruptedException {
        var file = WORK.resolve("readme.cli");
        var log = WORK.resolve("readme-cli.log");
        Files.writeString(file, lines);
        var cli = new ProcessBuilder(
                        System.getProperty("berth.it.wildfly") + "/bin/jboss-cli.sh",
                        "--connect",
                        "--controller=127.0.0.1:" + port,
                        "--file=" + file)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        cli.environment().put("JAVA_HOME", System.getProperty("java.home"));
        cli.environment().put("NOPAUSE", "true");
        assertEquals(0, cli.start().waitFor(), () -> read(log));
    }

    private static String read(Path log) {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
