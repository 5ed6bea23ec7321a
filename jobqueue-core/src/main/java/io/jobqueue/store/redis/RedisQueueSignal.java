package io.jobqueue.store.redis;

import java.util.concurrent.atomic.AtomicBoolean;

import io.jobqueue.JobId;
import io.jobqueue.store.QueueSignal;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.SubscriptionListener;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;

/**
 * Signals by publish and subscribe, on one channel a worker. The container it uses is no
 * bean, so that it follows the life of the worker; it subscribes again by itself.
 */
final class RedisQueueSignal implements QueueSignal {

	private static final Logger logger = LoggerFactory.getLogger(RedisQueueSignal.class);

	private static final long RECOVERY_MILLIS = 500;

	private final RedisAccess redis;

	RedisQueueSignal(RedisAccess redis) {
		this.redis = redis;
	}

	@Override
	public Subscription subscribe(String worker, Listener listener) {
		RedisMessageListenerContainer container = new RedisMessageListenerContainer();
		container.setConnectionFactory(this.redis.connectionFactory());
		container.setRecoveryInterval(RECOVERY_MILLIS);
		container.setTaskExecutor(new SyncTaskExecutor());
		container.setErrorHandler((failure) -> logger.warn("A listener of signals failed", failure));
		container.afterPropertiesSet();
		try {
			container.addMessageListener(new Receiver(listener), ChannelTopic.of(this.redis.channel(worker)));
			container.start();
		}
		catch (RuntimeException ex) {
			close(container);
			throw RedisFailures.translate("subscribe to signals", ex);
		}
		catch (Error ex) {
			close(container);
			throw ex;
		}
		return () -> close(container);
	}

	private static void close(RedisMessageListenerContainer container) {
		try {
			container.destroy();
		}
		catch (Exception ex) {
			logger.debug("The subscription did not end in order", ex);
		}
	}

	private static final class Receiver implements MessageListener, SubscriptionListener {

		private final Listener listener;

		private final AtomicBoolean first = new AtomicBoolean(true);

		private Receiver(Listener listener) {
			this.listener = listener;
		}

		@Override
		public void onMessage(Message message, byte @Nullable [] pattern) {
			String text = Text.string(message.getBody());
			if (text.startsWith("r")) {
				this.listener.queueReady(text.substring(1));
			}
			else if (text.startsWith("c")) {
				this.listener.jobCancelled(JobId.of(text.substring(1)));
			}
		}

		@Override
		public void onChannelSubscribed(byte[] channel, long count) {
			if (!this.first.getAndSet(false)) {
				this.listener.resumed();
			}
		}

	}

}
