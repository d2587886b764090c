package dev.berth.deploy.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * On what, with what, when and by which command it was measured.
 *
 * @param pingMicros how long a SELECT 1 takes, over loopback
 * @param networkPingMicros the same through the wire
 * @param holds whether the server and the database were held on processors of their own where one thread works
 */
record Machine(
        String hardware,
        String load,
        String jdk,
        String versions,
        String date,
        String command,
        double pingMicros,
        double networkPingMicros,
        boolean holds) {

    static Machine now(Plan plan, BenchDatabase database) throws IOException, SQLException {
        return new Machine(
                model() + ", " + Runtime.getRuntime().availableProcessors() + " cores seen, "
                        + System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                firstWord(Path.of("/proc/loadavg")),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                System.getProperty("server-bench.versions", "") + ", PostgreSQL " + database.version(),
                LocalDate.now(ZoneOffset.UTC).toString(),
                plan.command(),
                database.pingMicros(Route.DIRECT),
                database.pingMicros(Route.WIRE),
                Placement.isPossible());
    }

    private static String model() throws IOException {
        var info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return "unknown processor";
        }
        return Files.readAllLines(info).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown processor");
    }

    private static String firstWord(Path file) throws IOException {
        return Files.isReadable(file) ? Files.readString(file).split(" ", 2)[0] : "unknown";
    }
}
