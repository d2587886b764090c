package dev.berth.deploy.bench;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Everything that was measured, for programs. */
final class JsonResults {

    private JsonResults() {}

    static void write(Path file, Machine machine, Results results, JsonArrayBuilder profiles, JsonArrayBuilder growth)
            throws IOException {
        var all = Json.createObjectBuilder()
                .add("machine", machine(machine))
                .add("goals", goals(results))
                .add("handoverNanos", Json.createArrayBuilder(results.handovers()))
                .add("roundTrips", roundTrips(results))
                .add("runs", runs(results))
                .add("profiles", profiles)
                .add("growth", growth)
                .build();
        var pretty = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));
        try (var writer = pretty.createWriter(Files.newBufferedWriter(file))) {
            writer.writeObject(all);
        }
    }

    private static JsonObjectBuilder machine(Machine machine) {
        return Json.createObjectBuilder()
                .add("hardware", machine.hardware())
                .add("load", machine.load())
                .add("jdk", machine.jdk())
                .add("versions", machine.versions())
                .add("date", machine.date())
                .add("command", machine.command())
                .add("pingMicros", machine.pingMicros())
                .add("networkPingMicros", machine.networkPingMicros())
                .add("heldApart", machine.holds());
    }

    private static JsonArrayBuilder goals(Results results) {
        var goals = Json.createArrayBuilder();
        for (var goal : Goal.all()) {
            goal.reached(results)
                    .ifPresent(reached -> goals.add(Json.createObjectBuilder()
                            .add("what", goal.text())
                            .add("wanted", goal.wanted())
                            .add("median", reached.median())
                            .add("least", reached.least())
                            .add("most", reached.most())
                            .add("low95", reached.low())
                            .add("high95", reached.high())
                            .add("met", goal.isMet(reached))));
        }
        return goals;
    }

    private static JsonArrayBuilder roundTrips(Results results) {
        var all = Json.createArrayBuilder();
        for (var work : Case.values()) {
            for (var candidate : Candidate.values()) {
                results.roundTrips(work, candidate)
                        .ifPresent(trips -> all.add(Json.createObjectBuilder()
                                .add("case", work.key())
                                .add("candidate", candidate.key())
                                .add("perOperation", trips)));
            }
        }
        return all;
    }

    private static JsonArrayBuilder runs(Results results) {
        var runs = Json.createArrayBuilder();
        results.samples().forEach((cell, samples) -> {
            samples.forEach((round, sample) -> {
                var run = Json.createObjectBuilder()
                        .add("case", cell.work().key())
                        .add("phase", cell.phase().title())
                        .add("candidate", cell.candidate().key())
                        .add("round", round + 1);
                for (var figure : Figure.values()) {
                    run.add(figure.key(), figure.of(sample));
                }
                runs.add(run);
            });
        });
        return runs;
    }
}
