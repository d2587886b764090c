package dev.berth.bench;

import java.sql.SQLException;
import javax.sql.DataSource;

/** A pool under measurement, or what stands for one; each opens once in a JVM of its own. */
interface Candidate {

    /** As the tables call it. */
    String name();

    /** In which it differs from the settings that all share, in words. */
    String settings();

    /** Opens it with so many connections, all of them at once. */
    DataSource open(String url, int size) throws Exception;

    /** Gives everything up. */
    void close() throws SQLException;
}
