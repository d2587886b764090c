package dev.berth.deploy.bench;

/** How many work at once, and how far away the database is. */
enum Phase {
    ONE("loopback, 1 thread", Route.DIRECT, 1),
    EIGHT("loopback, 8 threads", Route.DIRECT, Sources.SIZE),
    NETWORK("network of 1 ms, 8 threads", Route.WIRE, Sources.SIZE);

    private final String title;
    private final Route route;
    private final int threads;

    Phase(String title, Route route, int threads) {
        this.title = title;
        this.route = route;
        this.threads = threads;
    }

    String title() {
        return title;
    }

    Route route() {
        return route;
    }

    int threads() {
        return threads;
    }
}
