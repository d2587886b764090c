package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two commands write one file, and neither what the other wrote. */
class MarkedSectionTest {

    @TempDir
    private Path folder;

    @Test
    void whoever_writes_first_neither_loses_anything() throws Exception {
        var stress = "<!-- stress:begin -->\n## Stress\n<!-- stress:end -->\n";
        var file = folder.resolve("BENCHMARKS.md");
        MarkedSection.STRESS.write(file, "## Stress\n");
        assertEquals("# Benchmarks\n\n" + stress, Files.readString(file));
        MarkedSection.STRESS.writeRest(file, "# Benchmarks\n\nfast\n");
        assertEquals("# Benchmarks\n\nfast\n\n" + stress, Files.readString(file));
        MarkedSection.STRESS.write(file, "## Stress, again\n\n");
        assertEquals(
                "# Benchmarks\n\nfast\n\n" + stress.replace("Stress\n", "Stress, again\n"), Files.readString(file));
    }

    @Test
    void without_the_section_the_rest_is_all() throws Exception {
        var file = folder.resolve("BENCHMARKS.md");
        MarkedSection.STRESS.writeRest(file, "# Benchmarks\n");
        MarkedSection.STRESS.writeRest(file, "# Benchmarks\n\nfaster\n");
        assertEquals("# Benchmarks\n\nfaster\n", Files.readString(file));
    }
}
