package dev.berth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** On what, with what, when and by which command it was measured. */
record Machine(String hardware, String load, String jdk, String jdk25, String versions, String date, String command) {

    static Machine now(Plan plan) throws IOException {
        var runtime = Runtime.getRuntime();
        return new Machine(
                model() + ", " + runtime.availableProcessors() + " cores seen, " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch"),
                loadAverage(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                Jdk25.java().isPresent() ? "a JDK 25 for virtual threads" : "no JDK 25: virtual left out",
                System.getProperty("bench.versions", "unknown"),
                LocalDate.now(ZoneOffset.UTC).toString(),
                plan.command());
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

    private static String loadAverage() throws IOException {
        var average = Path.of("/proc/loadavg");
        return Files.isReadable(average) ? Files.readString(average).split(" ")[0] : "unknown";
    }
}
