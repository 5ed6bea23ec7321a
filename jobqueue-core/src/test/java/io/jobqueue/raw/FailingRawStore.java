package io.jobqueue.raw;

import java.util.Collection;
import java.util.List;

import io.jobqueue.JobQueueException;
import io.jobqueue.store.raw.RawLook;
import io.jobqueue.store.raw.RawLookRequest;
import io.jobqueue.store.raw.RawMove;
import io.jobqueue.store.raw.RawOutcome;
import io.jobqueue.store.raw.RawSource;
import io.jobqueue.store.raw.RawState;
import io.jobqueue.store.raw.RawStore;

/** A store in which one raw queue cannot be read. */
record FailingRawStore(RawStore target, String broken) implements RawStore {

	@Override
	public void require(RawSource source) {
		this.target.require(source);
	}

	@Override
	public String location(RawSource source) {
		return this.target.location(source);
	}

	@Override
	public RawLook look(RawSource source, RawLookRequest request) {
		if (source.name().equals(this.broken)) {
			throw new JobQueueException("the key is of the wrong type");
		}
		return this.target.look(source, request);
	}

	@Override
	public List<RawOutcome> move(RawSource source, List<RawMove> moves) {
		return this.target.move(source, moves);
	}

	@Override
	public void push(RawSource source, Collection<String> items) {
		this.target.push(source, items);
	}

	@Override
	public RawState state(RawSource source, int dead) {
		if (source.name().equals(this.broken)) {
			throw new JobQueueException("the key is of the wrong type");
		}
		return this.target.state(source, dead);
	}

}
