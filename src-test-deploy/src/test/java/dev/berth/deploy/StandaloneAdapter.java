package dev.berth.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** For most tests: java:/jdbc/one in bank, java:/jdbc/two in ledger, and others. */
public final class StandaloneAdapter extends AdapterSetup {

    @Override
    void add(Pools pools) throws IOException {
        pools.pool("one", Database.bank())
                .pool("two", Database.ledger())
                .pool("untouched", Database.bank())
                .pool("voting", Database.bank().properties("readOnlyVote", "true", "transactionTimeout", "server"))
                .pool("filed", filed(Database.bank()))
                .pool("crowd", Database.bank(), "security-application", true, "max-pool-size", 6)
                .pool("single", Database.bank(), "max-pool-size", 1)
                .pool("small", Database.bank(), "max-pool-size", 2, "blocking-timeout-wait-millis", 700);
    }

    /** The password in a file; the server would take a dollar for an expression of its own. */
    private static Map<String, String> filed(Database database) throws IOException {
        var file = Path.of(System.getProperty("berth.it.work"), "password-of-bank");
        Files.writeString(file, database.password() + "\n");
        return database.properties("password", "#{file:" + file + "}");
    }
}
