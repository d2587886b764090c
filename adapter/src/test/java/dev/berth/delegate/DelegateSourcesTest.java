package dev.berth.delegate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class DelegateSourcesTest {

    private static final Path PACKAGE = Path.of("src/main/java/dev/berth/delegate");

    @Test
    @EnabledForJreRange(
            max = JRE.JAVA_17,
            disabledReason = "JDK 17 is the baseline; DelegatingContractTest names what newer ones add")
    void the_committed_sources_are_what_the_generator_writes() throws IOException {
        for (var file : DelegateSources.write().entrySet()) {
            assertEquals(
                    file.getValue(),
                    Files.readString(PACKAGE.resolve(file.getKey())),
                    () -> file.getKey() + " differs: run DelegateSources on JDK 17 and commit what it writes");
        }
    }
}
