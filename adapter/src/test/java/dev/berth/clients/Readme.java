package dev.berth.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The README's section about clients. */
final class Readme {

    /** A piece of code, and whose it is: what stands in bold before it. */
    record Block(String client, String language, String code) {}

    private static final Pattern CLIENT_OR_CODE =
            Pattern.compile("^\\*\\*([^*\\n]+)\\*\\*|^```(\\w+)\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

    private Readme() {}

    static List<Block> blocks() {
        try {
            var text = Files.readString(Path.of("..", "README.md"));
            int begin = text.indexOf("### Clients");
            var section = text.substring(begin, text.indexOf("What the properties of other pools become", begin));
            var blocks = new ArrayList<Block>();
            var client = "none";
            for (var found = CLIENT_OR_CODE.matcher(section); found.find(); ) {
                if (found.group(1) != null) {
                    client = found.group(1);
                } else {
                    blocks.add(new Block(client, found.group(2), found.group(3)));
                }
            }
            return blocks;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The only one of that client in that language. */
    static String block(String client, String language) {
        var found = blocks().stream()
                .filter(block ->
                        block.client().equals(client) && block.language().equals(language))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " blocks of " + client + " in " + language + " among " + blocks());
        }
        return found.get(0).code();
    }
}
