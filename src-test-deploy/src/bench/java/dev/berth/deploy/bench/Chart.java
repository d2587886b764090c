package dev.berth.deploy.bench;

import dev.berth.deploy.bench.Results.Cell;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The main figure: throughput as multiple of that of the built-in XA data source, same round. */
final class Chart {

    /** What is in the report. */
    static final Phase MAIN = Phase.EIGHT;

    private static final List<Candidate> BARS =
            List.of(Candidate.BERTH_XA, Candidate.BUILTIN_XA_MATCH, Candidate.AGROAL_XA, Candidate.BUILTIN_LOCAL);

    private Chart() {}

    /** Writes it as SVG, of the cases that were run and go to the database. */
    static void write(Path file, Results results, Phase phase) throws IOException {
        var cases = drawn(results, phase);
        if (cases.isEmpty()) {
            return;
        }
        var chart = new CategoryChartBuilder().width(820).height(360).build();
        style(chart);
        var names = cases.stream().map(Case::key).toList();
        for (var candidate : BARS) {
            var ratios = cases.stream()
                    .map(work -> results.ratio(
                                    new Cell(work, phase, candidate), Candidate.BUILTIN_XA, Figure.PER_SECOND)
                            .map(Spread::median)
                            .orElse(0.0))
                    .toList();
            chart.addSeries(candidate.label(), names, ratios);
        }
        VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
    }

    private static List<Case> drawn(Results results, Phase phase) {
        return List.of(Case.SELECT, Case.UPDATE, Case.TWO, Case.JPA, Case.TEN, Case.ROWS).stream()
                .filter(work -> results.has(work, phase))
                .toList();
    }

    private static void style(CategoryChart chart) {
        var styler = chart.getStyler();
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setLegendPosition(LegendPosition.OutsideE);
        styler.setChartTitleVisible(false);
        styler.setPlotGridVerticalLinesVisible(false);
        // dashes would be written one by one
        styler.setPlotGridLinesStroke(new BasicStroke(0.5f));
        styler.setYAxisMin(0.0);
        styler.setYAxisDecimalPattern("0.0");
        styler.setSeriesColors(new Color[] {
            new Color(0x1b6ca8), new Color(0xc9c9c9), new Color(0xe08e45), new Color(0x8a8a8a),
        });
    }
}
