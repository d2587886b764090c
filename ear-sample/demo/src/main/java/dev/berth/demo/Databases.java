package dev.berth.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** The two databases: the user's own ones where given, else embedded ones; the second is started only when needed. */
record Databases(Database bank, Database ledger) {

    static Databases of(DemoSettings settings, Resources resources) throws IOException, SQLException {
        Database bank = settings.bank().orElse(null);
        Database ledger = settings.ledger().orElse(null);
        if (bank != null && ledger != null) {
            return new Databases(bank, ledger);
        }
        DemoPostgres postgres = resources.add(DemoPostgres.in(settings.work().resolve("postgresql"))
                .logStatements()
                .stopWithJvm(false)
                .start());
        writePassFile(settings.passFile(), postgres);
        return new Databases(
                bank == null ? embedded(postgres, DemoPostgres.BANK) : bank,
                ledger == null ? embedded(postgres, DemoPostgres.LEDGER) : ledger);
    }

    private static Database embedded(DemoPostgres postgres, String name) {
        return new Database(postgres.jdbcUrl(name), postgres.user(), postgres.password());
    }

    /** The form that psql reads through PGPASSFILE: so that people can look, and no password is on the screen. */
    private static void writePassFile(Path file, DemoPostgres postgres) throws IOException {
        String line = "127.0.0.1:" + postgres.port() + ":*:" + postgres.user() + ":" + postgres.password() + "\n";
        Files.write(PrivateFiles.create(file), line.getBytes(StandardCharsets.UTF_8));
    }

    void createSchemas() throws IOException, SQLException {
        Schema.create(DemoPostgres.BANK, bank.url(), bank.user(), bank.password());
        Schema.create(DemoPostgres.LEDGER, ledger.url(), ledger.user(), ledger.password());
    }

    @Override
    public String toString() {
        return "bank is " + bank + ", ledger is " + ledger;
    }
}
