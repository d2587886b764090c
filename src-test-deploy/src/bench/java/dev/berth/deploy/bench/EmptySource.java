package dev.berth.deploy.bench;

import jakarta.resource.Referenceable;
import java.io.Serializable;
import javax.naming.Reference;

/** What the empty adapter offers. */
public class EmptySource implements Serializable, Referenceable {

    private static final long serialVersionUID = 1;

    private transient Reference reference;

    @Override
    public void setReference(Reference reference) {
        this.reference = reference;
    }

    @Override
    public Reference getReference() {
        return reference;
    }
}
