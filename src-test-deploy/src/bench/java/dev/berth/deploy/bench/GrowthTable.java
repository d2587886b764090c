package dev.berth.deploy.bench;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Some costs, each for growing numbers of one thing.
 *
 * @param what is growing
 */
record GrowthTable(String title, String what, List<Column> columns, List<Row> rows) {

    /**
     * A figure.
     *
     * @param judged whether it may grow at most as fast as what is growing
     * @param peers others over the same kind of pool, and their columns with the same figure
     */
    record Column(String name, boolean judged, Map<String, Integer> peers) {

        Column(String name, boolean judged) {
            this(name, judged, Map.of());
        }
    }

    /** The figures for that many. */
    record Row(int count, List<Double> values) {}

    /** Times linear, that is still taken for linear: the machine is not alone. */
    private static final double SLACK = 1.25;

    static GrowthTable of(String title, String what, Column... columns) {
        return new GrowthTable(title, what, List.of(columns), new ArrayList<>());
    }

    void add(int count, Double... values) {
        rows.add(new Row(count, List.of(values)));
    }

    /** The largest factor by which a figure outgrew what is growing, from one row to the next. */
    private double worstStep(int column) {
        double worst = 0;
        for (int i = 1; i < rows.size(); i++) {
            var less = rows.get(i - 1);
            var more = rows.get(i);
            double growth = more.values().get(column) / less.values().get(column);
            worst = Math.max(worst, growth * less.count() / more.count());
        }
        return worst;
    }

    void write(Markdown text) {
        text.paragraph("### " + title);
        var head = new ArrayList<>(List.of(what));
        columns.forEach(column -> head.add(column.name()));
        text.head(head.toArray(String[]::new));
        for (var row : rows) {
            var cells = new ArrayList<>(List.of(String.valueOf(row.count())));
            row.values().forEach(value -> cells.add(Markdown.number(value)));
            text.row(cells.toArray());
        }
        text.line("");
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).judged()) {
                text.line("* " + columns.get(i).name() + ": at its worst step " + Markdown.ratio(worstStep(i))
                        + " times linear; goal " + verdict(i));
            }
        }
        text.line("");
    }

    /** What grows as fast for another, over the same kind of pool, is the server's. */
    private String verdict(int column) {
        double own = worstStep(column);
        if (own <= SLACK) {
            return "met";
        }
        return columns.get(column).peers().entrySet().stream()
                .filter(peer -> own <= SLACK * worstStep(peer.getValue()))
                .map(peer -> "missed as by " + peer.getKey() + " (" + Markdown.ratio(worstStep(peer.getValue()))
                        + "): outside the adapter")
                .findFirst()
                .orElse("**missed**");
    }

    JsonObject json() {
        var all = Json.createArrayBuilder();
        for (var row : rows) {
            var one = Json.createObjectBuilder().add(what, row.count());
            for (int i = 0; i < columns.size(); i++) {
                one.add(columns.get(i).name(), row.values().get(i));
            }
            all.add(one);
        }
        return Json.createObjectBuilder().add("title", title).add("rows", all).build();
    }
}
