package dev.berth.deploy.bench;

import jakarta.json.JsonObject;
import java.util.function.ToDoubleFunction;

/** What the server tells of one run. */
enum Figure {
    PER_SECOND("perSecond", Sample::perSecond),
    P50("p50Micros", Sample::p50Micros),
    P99("p99Micros", Sample::p99Micros),
    CPU("cpuNanos", Sample::cpuNanos),
    BYTES("bytes", Sample::bytes),
    PROCESS_CPU("processCpuNanos", Sample::processCpuNanos);

    /**
     * One run.
     *
     * @param cpuNanos of the threads that worked, per operation
     * @param bytes that these allocated, per operation
     * @param processCpuNanos of the server's whole JVM, per operation
     */
    record Sample(
            double perSecond,
            double p50Micros,
            double p99Micros,
            double cpuNanos,
            double bytes,
            double processCpuNanos) {

        static Sample of(JsonObject json) {
            return new Sample(
                    number(json, PER_SECOND),
                    number(json, P50),
                    number(json, P99),
                    number(json, CPU),
                    number(json, BYTES),
                    number(json, PROCESS_CPU));
        }

        private static double number(JsonObject json, Figure figure) {
            return json.getJsonNumber(figure.key()).doubleValue();
        }
    }

    private final String key;
    private final ToDoubleFunction<Sample> value;

    Figure(String key, ToDoubleFunction<Sample> value) {
        this.key = key;
        this.value = value;
    }

    String key() {
        return key;
    }

    double of(Sample sample) {
        return value.applyAsDouble(sample);
    }
}
