package io.jobqueue.store.contract;

import io.jobqueue.store.raw.RawSource;

/** Fills a raw queue as a program without this library does. */
@FunctionalInterface
public interface ForeignProgram {

	/** Put one item by one command; a list and a set have no score. */
	void put(RawSource source, String text, double score);

}
