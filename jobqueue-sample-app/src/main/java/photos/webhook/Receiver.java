package photos.webhook;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Represents a server of another organization that receives webhooks. It refuses the
 * first call for some photos, by their names, and every call to {@link #BROKEN_PATH}.
 */
@RestController
public class Receiver {

	public static final String PATH = "/receiver";

	public static final String BROKEN_PATH = "/receiver/broken";

	/** It gave this to the photo service. */
	public static final String TOKEN = "token-of-the-photo-service";

	static final String TOKEN_HEADER = "X-Token";

	static final String ATTEMPT = "X-Attempt";

	@PostMapping(PATH)
	ResponseEntity<Void> receive(@RequestBody Ready ready, @RequestHeader(TOKEN_HEADER) String token,
			@RequestHeader(ATTEMPT) int attempt) {
		if (!token.equals(TOKEN)) {
			return ResponseEntity.status(401).build();
		}
		boolean refused = attempt == 1 && Math.floorMod(ready.photo().hashCode(), 3) == 0;
		return ResponseEntity.status(refused ? 503 : 204).build();
	}

	@PostMapping(BROKEN_PATH)
	ResponseEntity<Void> refuse() {
		return ResponseEntity.status(503).build();
	}

	record Ready(String photo) {
	}

}
