package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FactorySourcesTest {

    @Test
    void the_committed_bean_is_what_the_table_of_properties_makes() throws IOException {
        assertEquals(
                FactorySources.write(),
                Files.readString(Path.of("src/main/java/dev/berth/JdbcManagedConnectionFactory.java")),
                "run FactorySources and commit what it writes");
        assertEquals(
                FactorySources.writeRaw(),
                Files.readString(Path.of("src/main/java/dev/berth/config/RawConfig.java")),
                "run FactorySources and commit what it writes");
    }
}
