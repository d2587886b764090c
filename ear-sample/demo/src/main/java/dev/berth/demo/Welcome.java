package dev.berth.demo;

/** What the user can do now. */
final class Welcome {

    private Welcome() {}

    static String text(DemoSettings settings, Databases databases) {
        String url = "http://127.0.0.1:" + settings.port() + "/";
        return """
                The bank is open:  %1$s
                JNDI names:        java:/jdbc/bank    (%2$s)
                                   java:/jdbc/ledger  (%3$s)

                Try:  curl -i %1$sapi/users/1
                      curl -i -H 'Content-Type: application/json' -d '{"fromId":1,"toId":2,"amount":12.50}' %1$sapi/transfer
                %4$s
                Ctrl-C stops everything.""".formatted(url, databases.bank().address(), databases.ledger().address(), psql(settings, databases));
    }

    private static String psql(DemoSettings settings, Databases databases) {
        if (settings.bank().isPresent() || settings.ledger().isPresent()) {
            return "";
        }
        return "      PGPASSFILE=" + settings.passFile() + " psql -U "
                + databases.ledger().user() + " -c 'table entries' "
                + databases.ledger().address().replaceFirst("^jdbc:", "") + "\n";
    }
}
