package dev.berth.deploy.bench;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * In whose code the processors were while something ran, as the flight recorder saw it. A sample is its whose code is on top,
 * or has called the JDK that is. Threads in the kernel are not seen: of the processors' whole time each share is less.
 */
final class CpuProfile {

    private static final String EVENT = "jdk.ExecutionSample";
    private static final Duration PERIOD = Duration.ofMillis(10);
    private static final String OTHERS = "the rest of the server";
    private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

    /** By the beginning of a class's name; the first that fits. */
    private static final Map<String, String> OWNERS = new LinkedHashMap<>();

    static {
        OWNERS.put("dev.berth.deploy.", "the benchmark");
        OWNERS.put("dev.berth.", "Berth");
        OWNERS.put("org.postgresql.", "pgjdbc");
        OWNERS.put("org.jboss.jca.", "IronJacamar");
        OWNERS.put("com.arjuna.", "Narayana");
        OWNERS.put("org.wildfly.transaction.", "WildFly's transaction client");
        OWNERS.put("org.jboss.as.ejb3.", "EJB");
        OWNERS.put("org.jboss.invocation.", "EJB");
    }

    private CpuProfile() {}

    /** What is watched. */
    @FunctionalInterface
    interface Work {
        void run() throws ExecutionException, InterruptedException;
    }

    /** Samples by owner. */
    static JsonObject of(Work work) throws IOException, ExecutionException, InterruptedException {
        try (var recording = new Recording()) {
            recording.enable(EVENT).withPeriod(PERIOD);
            recording.start();
            work.run();
            recording.stop();
            var file = Files.createTempFile("profile", ".jfr");
            try {
                recording.dump(file);
                return json(file);
            } finally {
                Files.delete(file);
            }
        }
    }

    private static JsonObject json(Path file) throws IOException {
        var samples = new LinkedHashMap<String, Integer>();
        OWNERS.values().forEach(owner -> samples.put(owner, 0));
        try (var recorded = new RecordingFile(file)) {
            while (recorded.hasMoreEvents()) {
                var event = recorded.readEvent();
                if (event.getEventType().getName().equals(EVENT) && event.getStackTrace() != null) {
                    samples.merge(owner(event), 1, Integer::sum);
                }
            }
        }
        var json = Json.createObjectBuilder();
        samples.forEach(json::add);
        return json.build();
    }

    private static String owner(RecordedEvent event) {
        return event.getStackTrace().getFrames().stream()
                .map(frame -> frame.getMethod().getType().getName())
                .filter(name -> JDK.stream().noneMatch(name::startsWith))
                .findFirst()
                .flatMap(name -> OWNERS.keySet().stream()
                        .filter(name::startsWith)
                        .findFirst()
                        .map(OWNERS::get))
                .orElse(OTHERS);
    }
}
