package dev.berth.bank;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;

/** Reads users through JPA, over the same pool that the transfers use. */
@Stateless
@SuppressWarnings("NullAway.Init") // the container sets the fields
public class Users {

    @PersistenceContext(unitName = "bank")
    private EntityManager entities;

    public Optional<User> find(long id) {
        return Optional.ofNullable(entities.find(User.class, id));
    }

    public List<User> all() {
        return entities.createQuery("select u from User u order by u.id", User.class)
                .getResultList();
    }
}
