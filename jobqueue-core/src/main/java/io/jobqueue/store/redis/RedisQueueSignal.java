package io.jobqueue.store.redis;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.SubscriptionListener;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import org.springframework.util.backoff.ExponentialBackOff;

import io.jobqueue.JobId;
import io.jobqueue.store.QueueSignal;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.RedisFailures;
import io.jobqueue.store.redis.form.RedisText;

/**
 * Signals by publish and subscribe, on one channel a worker. Lettuce subscribes without a
 * thread and again by itself after its connection broke. With other clients a container
 * does both; it is no bean, so that it follows the life of the worker.
 */
final class RedisQueueSignal implements QueueSignal {

	private static final Logger logger = LoggerFactory.getLogger(RedisQueueSignal.class);

	private static final long RECOVERY_MILLIS = 500;

	/** The container logs an error for each attempt to subscribe again. */
	private static final long LONGEST_RECOVERY_MILLIS = 15_000;

	private final RedisAccess redis;

	RedisQueueSignal(RedisAccess redis) {
		this.redis = redis;
	}

	@Override
	public Subscription subscribe(String worker, Listener listener) {
		RedisConnectionFactory factory = this.redis.connectionFactory();
		String channel = this.redis.channel(worker);
		return (factory instanceof LettuceConnectionFactory) ? subscribe(factory, channel, new Receiver(listener))
				: listen(factory, channel, new Receiver(listener));
	}

	private static Subscription subscribe(RedisConnectionFactory factory, String channel, Receiver receiver) {
		RedisConnection connection = connect(factory);
		try {
			connection.subscribe(receiver, RedisText.bytes(channel));
		}
		catch (RuntimeException ex) {
			close(connection);
			throw RedisFailures.translate("subscribe to signals", ex);
		}
		catch (Error ex) {
			close(connection);
			throw ex;
		}
		return () -> close(connection);
	}

	private static Subscription listen(RedisConnectionFactory factory, String channel, Receiver receiver) {
		// A container does not answer that it cannot connect, but logs it again and
		// again.
		close(connect(factory));
		RedisMessageListenerContainer container = new RedisMessageListenerContainer();
		container.setConnectionFactory(factory);
		ExponentialBackOff recovery = new ExponentialBackOff(RECOVERY_MILLIS, 2);
		recovery.setMaxInterval(LONGEST_RECOVERY_MILLIS);
		container.setRecoveryBackoff(recovery);
		container.setTaskExecutor(new SyncTaskExecutor());
		// A subscription of a client that blocks occupies its thread until it is closed.
		SimpleAsyncTaskExecutor subscriptions = new SimpleAsyncTaskExecutor("jobqueue-signals-");
		subscriptions.setDaemon(true);
		container.setSubscriptionExecutor(subscriptions);
		container.setErrorHandler((failure) -> logger.warn("A listener of signals failed", failure));
		container.afterPropertiesSet();
		try {
			container.addMessageListener(receiver, ChannelTopic.of(channel));
			container.start();
		}
		catch (RuntimeException ex) {
			close(container::destroy);
			throw RedisFailures.translate("subscribe to signals", ex);
		}
		catch (Error ex) {
			close(container::destroy);
			throw ex;
		}
		return () -> close(container::destroy);
	}

	private static RedisConnection connect(RedisConnectionFactory factory) {
		try {
			return factory.getConnection();
		}
		catch (RuntimeException ex) {
			throw RedisFailures.notConnected("subscribe to signals", ex);
		}
	}

	private static void close(AutoCloseable subscription) {
		try {
			subscription.close();
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
			try {
				receive(RedisText.string(message.getBody()));
			}
			catch (RuntimeException ex) {
				logger.warn("A listener of signals failed", ex);
			}
		}

		private void receive(String text) {
			if (text.startsWith("r")) {
				this.listener.queueReady(text.substring(1));
			}
			else if (text.startsWith("c")) {
				this.listener.jobCancelled(JobId.of(text.substring(1)));
			}
			else if (text.startsWith("s")) {
				this.listener.requested();
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
