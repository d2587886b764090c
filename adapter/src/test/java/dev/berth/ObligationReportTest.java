package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObligationReportTest {

    @Test
    void every_number_has_a_level_and_a_title() throws Exception {
        var all = ObligationReport.all();
        assertEquals(
                IntStream.rangeClosed(1, 112).boxed().toList(),
                all.stream().map(ObligationReport.Entry::number).toList());
        assertTrue(all.stream().allMatch(entry -> entry.level().matches("[MSO]")));
    }

    @Test
    void several_files_add_up_and_what_is_missing_is_named(@TempDir Path folder) throws Exception {
        var one =
                Files.write(folder.resolve("one.csv"), List.of("001;a.A.x;true", "002;a.A.x;true", "003;a.A.y;false"));
        var two = Files.write(folder.resolve("two.csv"), List.of("001;b.B.x;true", "003;b.B.x;true"));
        var table = folder.resolve("table.csv");
        var missing = ObligationReport.write(table, List.of(one, two, folder.resolve("none.csv")));
        var lines = Files.readAllLines(table);
        assertTrue(lines.get(1).startsWith("1;M;2;true;"), lines.get(1));
        assertTrue(lines.get(3).startsWith("3;M;2;false;"), lines.get(3));
        assertTrue(lines.get(67).startsWith("67;M;0;not claimed;"), lines.get(67));
        assertTrue(missing.get(0).startsWith("3 ("), missing::toString);
        assertEquals(112 - 2 - NotClaimed.REASONS.size(), missing.size());
    }

    @Test
    void the_report_fails_where_a_number_has_no_test(@TempDir Path folder) {
        assertThrows(
                IllegalStateException.class,
                () -> ObligationReport.main(
                        new String[] {folder.resolve("table.csv").toString()}));
    }
}
