package dev.berth.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;

class BranchIdTest {

    private final byte[] global = {1, 2};
    private final byte[] qualifier = {3};

    /** One that hands out its own arrays, as some managers' do. */
    private final Xid lent = new Xid() {
        @Override
        public int getFormatId() {
            return 7;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return global;
        }

        @Override
        public byte[] getBranchQualifier() {
            return qualifier;
        }
    };

    @Test
    void what_an_xid_does_with_its_arrays_later_is_no_matter() {
        var id = BranchId.of(lent);
        global[0] = 9;
        qualifier[0] = 9;
        assertEquals(new BranchId(7, new byte[] {1, 2}, new byte[] {3}), id);
        assertNotEquals(BranchId.of(lent), id);
    }

    @Test
    void what_is_done_with_the_arrays_that_it_hands_out_is_no_matter() {
        var id = BranchId.of(lent);
        id.getGlobalTransactionId()[0] = 9;
        id.getBranchQualifier()[0] = 9;
        assertEquals(BranchId.of(lent), id);
    }
}
