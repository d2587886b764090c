package dev.berth.bank;

import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Optional;

/** Reads users through JPA, over the same pool that the transfers use. */
@Stateless
@SuppressWarnings("NullAway.Init") // the container sets the fields
public class Users {

    @PersistenceContext(unitName = "bank")
    private EntityManager entities;

    @Resource
    private SessionContext context;

    public Optional<User> find(long id) {
        var found = Optional.ofNullable(entities.find(User.class, id));
        if (found.isEmpty() && context.getRollbackOnly()) {
            // when the session died and the transaction is marked for it, Hibernate answers null (HHH-12472)
            throw new DatabaseFailure("bank", new SQLTransientConnectionException("the session was lost", "08006"));
        }
        return found;
    }

    public List<User> all() {
        return entities.createQuery("select u from User u order by u.id", User.class)
                .getResultList();
    }
}
