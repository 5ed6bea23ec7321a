package io.jobqueue.store.redis.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

import org.springframework.data.redis.connection.ReturnType;

/**
 * The scripts, each the resource of its name.
 */
public enum Script {

	INSERT, CLAIM, STEP, LOOK, RENEW, LEAVE(ReturnType.INTEGER), RESUME(ReturnType.INTEGER),
	PROMOTE(ReturnType.INTEGER), EXPIRED, OWNER, RETIRE(ReturnType.INTEGER), PRUNE, DISCARD, FIND, SEARCH, QUEUE,
	WORKERS, NOTE, PREPARE(ReturnType.INTEGER), OPEN, ARRIVE(ReturnType.INTEGER), REDIRECT(ReturnType.INTEGER),
	DEPART(ReturnType.INTEGER), SETTLE(ReturnType.INTEGER), UNFORWARD(ReturnType.INTEGER), PRESENT,
	REPEATED(ReturnType.INTEGER), READ, LARGE, SUMMARIES, SOME, TAGGED, COUNT_TAGGED, ANNOTATE(ReturnType.INTEGER),
	VACATE(ReturnType.INTEGER), RULES, GOVERN(ReturnType.INTEGER), DUE_SCHEDULES, FIRE,
	WRITE_SCHEDULE(ReturnType.INTEGER), REMOVE_SCHEDULE(ReturnType.INTEGER), DECLARE_SCHEDULES, FIND_SCHEDULES,
	SCHEDULE_NAMES, UNDECLARED_SCHEDULES, RELIEVE, HOLD, USES, HELD, LANE, ACQUIRE, ADD_SUMS(ReturnType.INTEGER),
	APPEND_ACT(ReturnType.INTEGER), READ_ACTS, PRUNE_ACTS(ReturnType.INTEGER), KEEP_STEP(ReturnType.INTEGER),
	APPEND_LOG, STEPS_OF, LOG_OF, RAW_LOOK, RAW_MOVE, RAW_PUSH, RAW_STATE, NOTICES, RELAYED(ReturnType.INTEGER),
	CHANGE_FLOW(ReturnType.INTEGER), FIND_FLOW, FLOW_PLACES, PUT_FLOW_PART(ReturnType.INTEGER), FLOW_PART,
	LIST_FLOW(ReturnType.INTEGER), DUE_FLOWS, LOOKED_AT_FLOW(ReturnType.INTEGER), LIVING_FLOWS(ReturnType.INTEGER),
	OLD_FLOWS, FORGET_FLOWS(ReturnType.INTEGER), PAGE_FLOWS, ASK_STACK(ReturnType.INTEGER), TAKE_STACKS, DRAINS;

	private final ReturnType returnType;

	private final List<Key> keys;

	private final byte[] source;

	private final String sha;

	Script() {
		this(ReturnType.MULTI);
	}

	Script(ReturnType returnType) {
		ScriptSource text = ScriptSource.of(name().toLowerCase(Locale.ROOT));
		this.returnType = returnType;
		this.keys = text.keys();
		this.source = text.text().getBytes(StandardCharsets.UTF_8);
		this.sha = digest(this.source);
	}

	/** What it is for, as in "Redis refused to claim jobs". */
	public String purpose() {
		return switch (this) {
			case INSERT -> "insert jobs";
			case CLAIM -> "claim jobs";
			case PROMOTE -> "promote jobs";
			case RENEW -> "renew leases";
			case LEAVE -> "remove a worker";
			case RESUME -> "resume a queue";
			case RULES -> "read the rules of a queue";
			case GOVERN, RELIEVE -> "change the rules of a queue";
			case HOLD -> "hold back a limit";
			case ACQUIRE -> "acquire permits of a rate limiter";
			case USES, HELD, LANE -> "read the limits of a queue";
			case EXPIRED -> "look for lost jobs";
			case RETIRE -> "take back lost jobs";
			case STEP -> "change jobs";
			case OWNER -> "look for the owner of a unique key";
			case PRUNE, DISCARD -> "delete ended jobs";
			case SEARCH, TAGGED, COUNT_TAGGED -> "search for jobs";
			case QUEUE -> "read the state of a queue";
			case VACATE -> "remove an empty queue";
			case WORKERS -> "list the workers";
			case NOTE, PREPARE, OPEN, ARRIVE, REDIRECT, DEPART, SETTLE, UNFORWARD -> "move jobs to another queue";
			case FIND, LOOK, PRESENT, REPEATED, READ, LARGE, SUMMARIES -> "read jobs";
			case SOME -> "read a hash of a queue";
			case FIRE -> "fire schedules";
			case DUE_SCHEDULES, FIND_SCHEDULES, SCHEDULE_NAMES, UNDECLARED_SCHEDULES -> "read schedules";
			case WRITE_SCHEDULE, REMOVE_SCHEDULE, DECLARE_SCHEDULES -> "change schedules";
			case ADD_SUMS -> "add to statistics";
			case ANNOTATE -> "keep what onFailure threw";
			default -> purposeOfCapability();
		};
	}

	private String purposeOfCapability() {
		return switch (this) {
			case APPEND_ACT, PRUNE_ACTS -> "write the audit";
			case READ_ACTS -> "read the audit";
			case KEEP_STEP, APPEND_LOG -> "write steps and logs of jobs";
			case STEPS_OF, LOG_OF -> "read steps and logs of jobs";
			case RAW_LOOK, RAW_STATE -> "read a raw queue";
			case ASK_STACK, TAKE_STACKS -> "request the stacks of jobs";
			case DRAINS -> "drain a worker";
			case RAW_MOVE -> "make jobs of a raw queue";
			case RAW_PUSH -> "add to a raw queue";
			case NOTICES, RELAYED -> "relay notices of flows";
			case CHANGE_FLOW, PUT_FLOW_PART, LIST_FLOW, LOOKED_AT_FLOW, FORGET_FLOWS -> "change flows";
			case FIND_FLOW, FLOW_PLACES, FLOW_PART, DUE_FLOWS, LIVING_FLOWS, OLD_FLOWS, PAGE_FLOWS -> "read flows";
			default -> throw new IllegalStateException("The script " + this + " has no purpose");
		};
	}

	ReturnType returnType() {
		return this.returnType;
	}

	/** The keys of the queue that it is given, before its own. */
	List<Key> keys() {
		return this.keys;
	}

	public byte[] source() {
		return this.source;
	}

	public String sha() {
		return this.sha;
	}

	private static String digest(byte[] source) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("This Java has no SHA-1, which names scripts in Redis", ex);
		}
	}

}
