package io.jobqueue.store.redis;

import java.util.List;

import io.jobqueue.JobId;
import io.jobqueue.store.UniqueKeys;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.RedisText;

import org.jspecify.annotations.Nullable;

/** The owners of unique keys. */
record RedisUniqueKeys(RedisAccess redis) implements UniqueKeys {

	@Override
	public @Nullable JobId owner(String queue, String name) {
		return owner(queue, name, "");
	}

	@Override
	public @Nullable JobId release(String queue, String name) {
		return owner(queue, name, "1");
	}

	private @Nullable JobId owner(String queue, String name, String free) {
		String owner = RedisText.string(this.redis
			.answers(1, Script.OWNER, this.redis.keys(queue), List.of(), List.of(StoredText.of(name), free))
			.get(0));
		return owner.isEmpty() ? null : JobId.of(owner);
	}

}
