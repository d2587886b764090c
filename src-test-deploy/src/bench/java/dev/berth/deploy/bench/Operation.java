package dev.berth.deploy.bench;

/** What is measured, once. */
interface Operation {

    /**
     * @param worker the number of the thread, from 0
     * @param key of a row that no other worker changes
     */
    void run(int worker, int key) throws Exception;
}
