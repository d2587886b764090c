package dev.berth.deploy.bench;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;

/** Makes the operation of a case and a candidate: everything that can be done before it is measured. */
@ApplicationScoped
public class Operations {

    @Inject
    private Sources sources;

    @EJB
    private Deeds deeds;

    @Resource
    private UserTransaction transaction;

    Operation of(Case work, Candidate candidate, Route route) {
        return switch (work) {
            case BORROW -> borrow(candidate, route);
            case USER_TRANSACTION -> inUserTransaction(borrow(candidate, route));
            case TWO -> two(candidate, route);
            case JPA -> jpa(candidate, route);
            case SELECT, UPDATE, TEN, ROWS -> one(work, candidate, route);
        };
    }

    private Operation borrow(Candidate candidate, Route route) {
        var source = sources.pool(candidate, route, Route.BANK);
        return (worker, key) -> source.getConnection().close();
    }

    private Operation inUserTransaction(Operation inside) {
        return (worker, key) -> {
            transaction.begin();
            inside.run(worker, key);
            transaction.commit();
        };
    }

    private Operation one(Case work, Candidate candidate, Route route) {
        if (candidate == Candidate.RAW) {
            var held = sources.held(route, Route.BANK);
            return (worker, key) -> ByHand.held(work, held[worker], key);
        }
        var source = sources.pool(candidate, route, Route.BANK);
        return candidate.joinsTransactions()
                ? (worker, key) -> deeds.run(work, source, key)
                : (worker, key) -> ByHand.pooled(work, source, key);
    }

    private Operation two(Candidate candidate, Route route) {
        if (candidate == Candidate.RAW) {
            var bank = sources.held(route, Route.BANK);
            var ledger = sources.held(route, Route.LEDGER);
            return (worker, key) -> ByHand.two(bank[worker], ledger[worker], key);
        }
        var bank = sources.pool(candidate, route, Route.BANK);
        var ledger = sources.pool(candidate, route, Route.LEDGER);
        return (worker, key) -> deeds.two(bank, ledger, key);
    }

    private Operation jpa(Candidate candidate, Route route) {
        var entities = sources.entities(candidate, route);
        return (worker, key) -> deeds.jpa(entities, key);
    }
}
