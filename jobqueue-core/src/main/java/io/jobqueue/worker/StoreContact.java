package io.jobqueue.worker;

import java.time.Instant;
import java.time.InstantSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.store.StoreUnavailableException;

/**
 * Whether the store answers, as one part of a worker sees it. Says once when it goes away
 * and once when it is back.
 */
final class StoreContact {

	private static final Logger logger = LoggerFactory.getLogger(StoreContact.class);

	private final String who;

	private final InstantSource clock;

	private volatile boolean away;

	private volatile @Nullable Instant reachedAt;

	StoreContact(String who, InstantSource clock) {
		this.who = who;
		this.clock = clock;
	}

	synchronized void reached() {
		this.reachedAt = this.clock.instant();
		if (this.away) {
			this.away = false;
			logger.info("{} reaches the store again", this.who);
		}
	}

	synchronized void missed(StoreUnavailableException cause) {
		if (!this.away) {
			this.away = true;
			logger.warn("{} cannot reach the store and keeps trying: {}", this.who, cause.getMessage());
		}
	}

	boolean away() {
		return this.away;
	}

	@Nullable Instant reachedAt() {
		return this.reachedAt;
	}

}
