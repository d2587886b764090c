package dev.berth.deploy.torture;

import dev.berth.deploy.torture.Order.Side;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Compares what stands in the two databases with itself and with what the clients were told. */
final class Books {

    private final TortureDatabase bank;
    private final TortureDatabase ledger;
    private final List<String> violations = new ArrayList<>();

    Books(TortureDatabase bank, TortureDatabase ledger) {
        this.bank = bank;
        this.ledger = ledger;
    }

    /** What is wrong; nothing when all agree. */
    List<String> audit(List<Journal.Line> journal) throws SQLException {
        total();
        balances(bank);
        balances(ledger);
        locks(bank);
        locks(ledger);
        answers(journal);
        return List.copyOf(violations);
    }

    private void total() throws SQLException {
        long expected = 2L * TortureDatabase.ACCOUNTS * TortureDatabase.FIRST_BALANCE;
        long found = total(bank) + total(ledger);
        if (found != expected) {
            violations.add("TOTAL: expected " + expected + " over both databases, found " + found);
        }
    }

    private static long total(TortureDatabase database) throws SQLException {
        return Long.parseLong(database.value("select sum(balance) from account"));
    }

    private void balances(TortureDatabase database) throws SQLException {
        var wrong = database.values("select 'account ' || a.id || ' holds ' || a.balance || ', its entries make '"
                + " || " + TortureDatabase.FIRST_BALANCE + " + coalesce(sum(e.amount), 0) from account a"
                + " left join entry e on e.account = a.id group by a.id, a.balance"
                + " having a.balance <> " + TortureDatabase.FIRST_BALANCE + " + coalesce(sum(e.amount), 0)");
        wrong.forEach(line -> violations.add("BALANCE in " + database.side() + ": " + line));
    }

    /** Nobody asks any more: whoever still holds a lock will hold it for ever. */
    private void locks(TortureDatabase database) throws SQLException {
        long left = database.locksOfTheDead();
        if (left > 0) {
            violations.add("LOCKED: " + left + " locks are left in " + database.side());
        }
    }

    private void answers(List<Journal.Line> journal) throws SQLException {
        var inBank = entries(bank);
        var inLedger = entries(ledger);
        var asked = new HashSet<Long>();
        for (var line : journal) {
            var order = line.order();
            asked.add(order.id());
            long bankRows = inBank.getOrDefault(order.id(), 0L);
            long ledgerRows = inLedger.getOrDefault(order.id(), 0L);
            boolean all = bankRows == order.entries(Side.BANK) && ledgerRows == order.entries(Side.LEDGER);
            boolean none = bankRows == 0 && ledgerRows == 0;
            var wrong = judge(line, all, none);
            if (!wrong.isEmpty()) {
                violations.add(wrong + ": " + bankRows + " entries in bank and " + ledgerRows + " in ledger, expected "
                        + order.entries(Side.BANK) + " and " + order.entries(Side.LEDGER) + " or none: " + line);
            }
        }
        var strangers = new HashSet<>(inBank.keySet());
        strangers.addAll(inLedger.keySet());
        strangers.removeAll(asked);
        strangers.forEach(id -> violations.add("STRANGER: entries of order " + id + ", which nobody asked for"));
    }

    private static String judge(Journal.Line line, boolean all, boolean none) {
        var verdict = line.verdict();
        if (!all && !none) {
            return "TORN";
        }
        if (verdict == Verdict.COMMITTED && !all) {
            return "LOST";
        }
        if (verdict == Verdict.HEURISTIC && line.order().isInTwoPhases(Target.readersVote())) {
            return "UNDECIDED"; // a lost answer leaves the outcome open in one phase only
        }
        return verdict.isDefinite() && verdict != Verdict.COMMITTED && !none ? "DENIED" : "";
    }

    private static Map<Long, Long> entries(TortureDatabase database) throws SQLException {
        var all = new HashMap<Long, Long>();
        for (var line : database.values("select id || ' ' || count(*) from entry group by id")) {
            var parts = line.split(" ", 2);
            all.put(Long.valueOf(parts[0]), Long.valueOf(parts[1]));
        }
        return all;
    }
}
