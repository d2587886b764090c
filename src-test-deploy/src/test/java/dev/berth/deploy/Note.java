package dev.berth.deploy;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A note as JPA sees it. */
@Entity
@Table(name = "notes")
public class Note {

    @Id
    private String note;

    protected Note() {}

    Note(String note) {
        this.note = note;
    }
}
