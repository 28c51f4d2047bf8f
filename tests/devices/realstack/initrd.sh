#!/bin/sh
# initrd.sh KERNEL_VERSION FOLDER: a small first root that loads the modules, mounts the host's files and hands over.
set -eu
version=$1
tree=$2/tree
mkdir -p "$tree/bin" "$tree/modules" "$tree/proc" "$tree/sys" "$tree/dev" "$tree/lower" "$tree/over" "$tree/new"
cp "$(command -v busybox)" "$tree/bin/busybox"
n=100
# sha512, ctr and jitterentropy before drbg, which tests itself with them: without it the kernel pairs with nobody
for module in virtio_pci 9pnet_virtio 9p overlay sha512_generic ctr jitterentropy_rng drbg ecdh_generic cmac ecb \
    algif_hash algif_skcipher uhid hci_vhci; do
    /sbin/modprobe --set-version "$version" --show-depends "$module" 2>/dev/null | while read -r what file _; do
        [ "$what" = insmod ] && echo "$file"
    done
done | awk '!seen[$0]++' > "$2/files"
while read -r file; do
    cp "$file" "$tree/modules/$n-$(basename "$file")"
    n=$((n + 1))
done < "$2/files"
cat > "$tree/init" <<'INIT'
#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
for module in /modules/*; do insmod "$module" 2>/dev/null; done
mount -t 9p -o trans=virtio,version=9p2000.L,ro,cache=loose,msize=262144 host0 /lower || exec poweroff -f
mount -t tmpfs tmpfs /over
mkdir /over/up /over/work
mount -t overlay -o lowerdir=/lower,upperdir=/over/up,workdir=/over/work overlay /new || exec poweroff -f
for word in $(cat /proc/cmdline); do
    case "$word" in guest=*|root_folder=*|python=*|only=*) export "$word" ;; esac
done
for kept in dev proc sys; do mount --move "/$kept" "/new/$kept"; done
exec switch_root /new /bin/sh "$guest"
INIT
chmod +x "$tree/init"
(cd "$tree" && find . | cpio --quiet -o -H newc | gzip -1) > "$2/initrd.gz"
