package dev.berth.deploy.bench;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Set;

/** What was watched, and in whose code it was; each time. */
record Profile(Case work, Candidate candidate, List<JsonObject> times) {

    private static final String SAMPLES = "samples";
    private static final String OUTSIDE_KERNEL = "outsideKernel";
    private static final String IN_JAVA = "inJava";

    Set<String> owners() {
        return times.get(0).getJsonObject(SAMPLES).keySet();
    }

    private int samples(String owner) {
        return times.stream()
                .mapToInt(once -> once.getJsonObject(SAMPLES).getInt(owner, 0))
                .sum();
    }

    /** Over all times, which are as long. */
    private double mean(String part) {
        return times.stream()
                .mapToDouble(once -> once.getJsonNumber(part).doubleValue())
                .average()
                .orElseThrow();
    }

    private int all() {
        return owners().stream().mapToInt(this::samples).sum();
    }

    double percent(String owner) {
        return 100 * mean(OUTSIDE_KERNEL) * mean(IN_JAVA) * samples(owner) / all();
    }

    double percentOfJvm() {
        return 100 * mean(OUTSIDE_KERNEL) * (1 - mean(IN_JAVA));
    }

    double percentOfKernel() {
        return 100 * (1 - mean(OUTSIDE_KERNEL));
    }

    boolean is(Case what, Candidate who) {
        return work == what && candidate == who;
    }

    String title() {
        return work.key() + ", " + candidate.label() + " (" + all() + " samples)";
    }

    JsonObjectBuilder json() {
        return Json.createObjectBuilder()
                .add("case", work.key())
                .add("candidate", candidate.key())
                .add("times", Json.createArrayBuilder(times));
    }
}
