package dev.berth.deploy.bench;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * In whose code the processors were while something ran, as the flight recorder saw it. A sample is its whose code is on
 * top, or has called the JDK that is. Neither threads in the kernel are sampled nor the JVM's own; how much of the time
 * that is, the recorder tells by other events.
 */
final class CpuProfile {

    private static final String EVENT = "jdk.ExecutionSample";
    private static final String LOAD = "jdk.CPULoad";
    private static final String LOAD_OF_THREAD = "jdk.ThreadCPULoad";
    private static final String COMPILER = "CompilerThread";
    private static final Duration PERIOD = Duration.ofMillis(1);
    private static final Duration PERIOD_OF_LOAD = Duration.ofMillis(300);
    private static final String OTHERS = "the rest of the server";
    private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

    /** By the beginning of a class's name; the first that fits. */
    private static final Map<String, String> OWNERS = new LinkedHashMap<>();

    static {
        OWNERS.put("dev.berth.deploy.bench.Bare", "the bare adapter");
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

    /** Samples by owner, the part of its processor time that the JVM was not in the kernel, and of that the threads'. */
    static JsonObject of(Work work) throws IOException, ExecutionException, InterruptedException {
        try (var recording = new Recording()) {
            recording.enable(EVENT).withPeriod(PERIOD);
            recording.enable(LOAD).withPeriod(PERIOD_OF_LOAD);
            recording.enable(LOAD_OF_THREAD).withPeriod(PERIOD_OF_LOAD);
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
        var loads = new ArrayList<RecordedEvent>();
        double threads = 0;
        try (var recorded = new RecordingFile(file)) {
            while (recorded.hasMoreEvents()) {
                var event = recorded.readEvent();
                switch (event.getEventType().getName()) {
                    case LOAD -> loads.add(event);
                    case LOAD_OF_THREAD -> threads += ofJava(event);
                    default -> {
                        if (event.getStackTrace() != null) {
                            samples.merge(owner(event), 1, Integer::sum);
                        }
                    }
                }
            }
        }
        var json = Json.createObjectBuilder();
        samples.forEach(json::add);
        return Json.createObjectBuilder()
                .add("samples", json)
                .add("outsideKernel", outsideKernel(loads))
                .add("inJava", Math.min(1, threads / sum(loads, "jvmUser")))
                .build();
    }

    /** The first load is that of the time before. */
    private static double outsideKernel(List<RecordedEvent> loads) {
        var during = loads.subList(1, loads.size());
        double user = sum(during, "jvmUser");
        return user / (user + sum(during, "jvmSystem"));
    }

    /** What the thread needed; the JVM's own are no Java. */
    private static double ofJava(RecordedEvent load) {
        var thread = load.getThread();
        var name = thread == null ? null : thread.getJavaName();
        return name == null || name.contains(COMPILER) ? 0 : load.getFloat("user");
    }

    private static double sum(List<RecordedEvent> loads, String field) {
        return loads.stream().mapToDouble(load -> load.getFloat(field)).sum();
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
