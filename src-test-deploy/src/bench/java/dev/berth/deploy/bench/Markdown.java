package dev.berth.deploy.bench;

import java.util.Locale;

/** Text of the report. */
final class Markdown {

    private final StringBuilder text = new StringBuilder();

    Markdown line(String line) {
        text.append(line).append('\n');
        return this;
    }

    Markdown paragraph(String paragraph) {
        return line(paragraph).line("");
    }

    /** The head of a table. */
    Markdown head(String... columns) {
        return row((Object[]) columns).line("|" + "---|".repeat(columns.length));
    }

    Markdown row(Object... cells) {
        text.append('|');
        for (var cell : cells) {
            text.append(' ').append(cell).append(" |");
        }
        return line("");
    }

    /** Three digits that count. */
    static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }

    static String ratio(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** With the least and the most of the rounds. */
    static String ratio(Spread spread) {
        return ratio(spread.median()) + " (" + ratio(spread.least()) + ".." + ratio(spread.most()) + ")";
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
