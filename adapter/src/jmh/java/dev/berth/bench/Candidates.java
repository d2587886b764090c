package dev.berth.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** All candidates by name: a class is loaded only where its candidate runs. */
final class Candidates {

    private static final Map<String, Supplier<Candidate>> ALL = new TreeMap<>(Map.ofEntries(
            Map.entry("floor-tl", Floors.ByThread::new),
            Map.entry("floor-abq", Floors.ByQueue::new),
            Map.entry("floor-semaphore", Floors.BySemaphore::new),
            Map.entry("raw", Pinned::new),
            Map.entry("berth", BerthPool::new),
            Map.entry("berth-managed", BerthManaged::new),
            Map.entry("hikari", Peers.Hikari::new),
            Map.entry("agroal", () -> new AgroalPool(true)),
            Map.entry("agroal-nocache", () -> new AgroalPool(false)),
            Map.entry("dbcp2", Peers.Dbcp2::new),
            Map.entry("tomcat", Peers.Tomcat::new),
            Map.entry("vibur", Peers.Vibur::new),
            Map.entry("c3p0", Peers.C3p0::new)));

    /** Those that are pools, ours first. */
    static final List<String> POOLS = List.of("berth", "agroal", "hikari", "tomcat", "vibur", "dbcp2", "c3p0");

    private Candidates() {}

    /** Pools tell of their start; what they warn of stays, and costs what it costs. */
    static void quiet() {
        Logger.getLogger("").setLevel(Level.WARNING);
    }

    static Candidate of(String name) {
        var made = ALL.get(name);
        if (made == null) {
            throw new IllegalArgumentException("No candidate '" + name + "': there are " + ALL.keySet());
        }
        return made.get();
    }

    /** Whether it can run here; says so where it cannot. */
    static boolean there(String name) {
        if (!"berth".equals(name) || BerthPool.exists()) {
            return true;
        }
        System.out.println("berth is left out: there is no dev.berth.PooledDataSource");
        return false;
    }
}
