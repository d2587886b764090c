package dev.berth.deploy.bench;

import jakarta.json.JsonObject;

/** What the server tells of one run. */
enum Figure {
    PER_SECOND("perSecond"),
    P50("p50Micros"),
    P99("p99Micros"),
    CPU("cpuNanos"),
    BYTES("bytes"),
    PROCESS_CPU("processCpuNanos");

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

    Figure(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    double of(Sample sample) {
        return switch (this) {
            case PER_SECOND -> sample.perSecond();
            case P50 -> sample.p50Micros();
            case P99 -> sample.p99Micros();
            case CPU -> sample.cpuNanos();
            case BYTES -> sample.bytes();
            case PROCESS_CPU -> sample.processCpuNanos();
        };
    }
}
